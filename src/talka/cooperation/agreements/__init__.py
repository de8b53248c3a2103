"""What an agreement is made of: the clause library, how its placeholders are filled, who may see and change one."""
