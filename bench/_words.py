"""Words of the made-up programme: as long and as Latvian as those that people would write."""

GIVEN = (  # noqa: SIM905
    "Aija Ance Anita Baiba Dace Daiga Elīna Evija Gunta Ieva Ilze Inese Ināra Jana Kristīne Laima Laura Liene Līga "
    "Madara Maija Mārīte Rita Sanita Sarmīte Signe Solvita Vita Zane Žanete Aigars Aivars Andris Artūrs Dainis Edgars "
    "Gatis Guntis Ivars Jānis Juris Kārlis Māris Mārtiņš Normunds Pēteris Raimonds Roberts Toms Uldis Valdis Ēriks"
).split()
FAMILY = (  # noqa: SIM905
    "Āboliņa Balode Bērziņa Cīrule Dāboliņa Eglīte Freimane Gailīte Hartmane Iesalniece Jansone Jēkabsone Kalniņa "
    "Kauliņa Krūmiņa Ķirse Lapiņa Liepiņa Lūse Mežule Muižniece Ņikitina Ozoliņa Paegle Pētersone Priede Pūce Rozīte "
    "Rudzīte Saulīte Siliņa Skujiņa Šķiņķe Šteina Tauriņa Upīte Ūdre Vanaga Vītola Zariņa Zvirbule Žagare Vilciņa "
    "Strautiņa Strazdiņa Grīnberga Lācis Krēsliņš Bērziņš Kalniņš Ozols Liepiņš Vītols Zariņš Siliņš Vanags Šmits"
).split()
POSITIONS = (
    "teritorijas attīstības plānotāja", "attīstības nodaļas vadītājs", "domes priekšsēdētāja vietnieks",
    "projektu vadītāja", "pagasta pārvaldes vadītāja", "uzņēmējdarbības konsultante", "kopienas koordinatore",
    "izglītības darba speciāliste", "ainavu arhitekte", "finanšu nodaļas vadītājs",
)  # fmt: skip
ORGANISATIONS = (
    ("municipality", "{name} pašvaldība"),
    ("action_group", "{name} vietējā rīcības grupa"),
    ("ngo", "Biedrība “{name} attīstībai”"),
    ("community", "{name} iedzīvotāju kopa"),
    ("residents", "{name} iedzīvotāju padome"),
    ("company", "{name} uzņēmēju klubs"),
)
NATIONAL = tuple(
    (kind, f"{name} {number}")
    for kind, name, count in (
        ("ministry", "Ministrijas departaments", 12),
        ("association", "Pašvaldību savienības komiteja", 6),
        ("university", "Augstskolas fakultāte", 8),
        ("ngo", "Valsts mēroga biedrība", 6),
        ("company", "Konsultāciju uzņēmums", 6),
        ("abroad", "Partnere Norvēģijā", 4),
    )
    for number in range(1, count + 1)
)
THEMES = (
    "Kopīgi pakalpojumi kaimiņu novados", "Skolu tīkls un skolēnu pārvadājumi", "Dati plānotāja ikdienā",
    "Iedzīvotāju līdzdalība budžetā", "Mazpilsētu centri", "Publiskā ārtelpa", "Autobusi ārpus pilsētām",
    "Uzņēmējdarbības vide laukos", "Kopienas un to iniciatīvas", "Attīstības programmu uzraudzība",
)  # fmt: skip
SUMMARY = (
    "Pašvaldību plānotāji kopā meklē, kā spriest un rīkoties pāri novada robežai: ko jau dara labi, kā trūkst un ko "
    "darīt vispirms."
)
DESCRIPTION = (
    "Dienas pirmajā daļā stāsta tie, kas to jau darījuši; otrajā daļā dalībnieki strādā trijās grupās, raksta "
    "kartītes, veido tematus un balso. Iznākumu lasa visi, kas piedalījās, un tie, kas lemj par turpmāko."
)
AGENDA = (
    ("registration", 7, 30, 30, "Reģistrācija un kafija"),
    ("opening", 8, 0, 15, "Atklāšana un dienas mērķis"),
    ("talk", 8, 15, 25, "Kāpēc plānot kopā: ko rāda pieci gadi"),
    ("talk", 8, 40, 25, "Kopīgs pakalpojums trim novadiem: izmaksas un ieguvumi"),
    ("talk", 9, 5, 25, "Dati, kas plānotājam jau pieejami"),
    ("break", 9, 30, 30, "Pauze"),
    ("talk", 10, 0, 30, "Norvēģijas pašvaldību pieredze"),
    ("group", 10, 30, 120, "1. darba grupa: pakalpojumi un to sasniedzamība"),
    ("group", 10, 30, 120, "2. darba grupa: uzņēmējdarbība un darbs"),
    ("group", 10, 30, 120, "3. darba grupa: kopienas un līdzdalība"),
    ("break", 12, 30, 45, "Pusdienas"),
    ("plenary", 13, 15, 75, "Grupu ziņojumi un noslēgums"),
)
LACKS = (
    "Trūkst salīdzināmu datu par pagastiem", "Nav laika plānot pāri gada budžetam",
    "Nezinām, ko dara kaimiņu novads", "Trūkst prasmju vadīt kopīgus projektus",
    "Iedzīvotāji iesaistās tikai tad, kad jau nolemts", "Nav cilvēka, kas uztur sadarbību ikdienā",
    "Attīstības programma dzīvo atsevišķi no budžeta", "Grūti izrēķināt, kā dalīt izmaksas",
    "Trūkst zināšanu par publisko ārtelpu", "Jaunieši neredz sevi novada plānos",
    "Transports nesaskan ar pakalpojumu laikiem", "Lielākais darbs ir pārliecināt savu domi",
)  # fmt: skip
DOS = (
    "Mācību diena par datiem visiem plānotājiem", "Kopīga kaimiņu novadu darba grupa reizi ceturksnī",
    "Mentors, kas brauc uz vietas", "Vienots izmaksu dalīšanas paraugs",
    "Pilotprojekts: kopīgs sociālais transports", "Brauciens pie tiem, kam tas jau izdevies",
    "Vadlīnijas līdzdalības budžetam", "Spēle par pilsētas nākotni skolēniem un domniekiem",
    "Regulāra plānotāju tikšanās reģionā", "Atvērta karte ar pašvaldību iecerēm",
    "Mazie granti kopienu iecerēm", "Kopīgs speciālists diviem novadiem",
)  # fmt: skip
