"""Papers and files: PDF, DOCX, XLSX, CSV, iCalendar, QR codes, uploads. One renderer each.

Callers pass plain data (the frozen dataclasses below) and get bytes; nothing here knows a model or asks the database.

    attendance.py   dalībnieku saraksts      attendance_pdf(AttendanceList)
    name_cards.py   vārda kartes             name_cards_pdf(NameCards)
    certificate.py  apliecinājumi            certificates_pdf(Sequence[Certificate])
    agenda.py       darba kārtība            agenda_pdf(Agenda)
    door_sign.py    zīmes ar kodu            door_signs_pdf(Sequence[DoorSign])
    findings.py     secinājumu ziņojums      findings_pdf(FindingsReport), findings_docx(FindingsReport)
    article.py      raksta melnraksts        article_docx(Article), article_pdf(Article)
    report.py       the blocks any report is made of, for rooms that need a report of their own
    publicity.py    whose money it is: stands on every paper

    pdf.py          Typst: template and JSON in, PDF/UA out
    word.py         python-docx: a Report in, DOCX out
    sheets.py       XLSX and CSV out: Sheet, write_xlsx, write_csv
    tables.py       XLSX and CSV in: read_table, with the faults per row and column
    toml.py         TOML in: toml_table
    calendar.py     iCalendar with time zones
    addresses.py    what is an address of a website or of e-mail
    media_types.py  what files are called on the web
    uploads.py      what a file really is, by its content; storage.py keeps and serves it
    kept_files.py   the columns of a row that keeps a file or a link
    qr.py           QR codes as SVG, and short codes to type
"""
