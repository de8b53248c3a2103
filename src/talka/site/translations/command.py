"""`talka translations update|compile|check [room…]`."""

from talka.site.translations import catalogues, review, rooms
from talka.site.trouble import Trouble


def run(deed: str, chosen: list[str]) -> int:
    """Do one deed for the chosen rooms, or all; 1 when the check finds anything."""
    known = rooms()
    if unknown := sorted(set(chosen) - set(known)):
        raise Trouble(f"There is no room {', '.join(unknown)}.", f"Rooms are: {', '.join(known)}.")
    chosen = chosen or known
    if deed == "update":
        for room in chosen:
            for language, total, missing in catalogues.update(room):
                print(f"{room}/{language}: {total} texts, {missing} to translate")
    elif deed == "compile":
        print(f"{catalogues.compile_all(chosen, force=True)} catalogues compiled")
    else:
        found = review.faults(chosen)
        for fault in found:
            print(fault)
        print(f"{len(found)} faults in the translations" if found else "The translations are complete.")
        return 1 if found else 0
    return 0
