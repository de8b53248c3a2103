"""`python -m talka.site.methods_command`, the same as `talka methods`."""

from talka.site.methods_command import main

raise SystemExit(main())
