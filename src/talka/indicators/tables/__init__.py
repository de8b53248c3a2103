"""Heavy tables: what feeds methods, comparisons and maps from millions of figures, written once for several engines.

`snapshot` keeps the current figures of a data-set version as Parquet, `backends` opens it (DuckDB) or the database
itself, `expressions` says what is asked, `arrays` hands it to methods. Import them inside functions: whoever imports
anything from here loads Ibis, and where that is not installed gets `AnalysisMissing`, a Refusal. Methods themselves
know nothing of Ibis. See docs/developers/heavy-tables.md.
"""

from talka.indicators.analysis_set import needed

needed("ibis", "duckdb", "pyarrow")
