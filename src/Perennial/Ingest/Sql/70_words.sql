-- What mappings of exports may say beside the engine's own words. Grain: none. Units: as given.
-- ingest_number(x): the number a cell shows: brackets and a trailing minus are negative, signs of money and blanks do not matter; 1,234.56 and 1.234,56 are the same; NULL where it is none.
-- ingest_minor(x, currency): the same of a number in the smallest unit of its currency: cents, but whole yen.
-- ingest_moment(x): a date or moment as text the reader knows, whether written or counted in seconds since 1970.
CREATE OR REPLACE TEMP MACRO ingest_plain(x) AS regexp_replace(CASE WHEN trim(x) LIKE '(%)' THEN '-' || trim(x, '() ') WHEN trim(x) LIKE '%-' THEN '-' || trim(x, '- ') ELSE x END, '[^0-9.,-]', '', 'g');
CREATE OR REPLACE TEMP MACRO ingest_number(x) AS CASE
  WHEN regexp_full_match(ingest_plain(x), '-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?|-?\.[0-9]+') THEN try_cast(replace(ingest_plain(x), ',', '') AS DECIMAL(18, 4))
  WHEN regexp_full_match(ingest_plain(x), '-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]*)?') THEN try_cast(replace(replace(ingest_plain(x), '.', ''), ',', '.') AS DECIMAL(18, 4))
END;
CREATE OR REPLACE TEMP MACRO ingest_minor(x, currency) AS CAST(CASE
  WHEN upper(currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN ingest_number(x)
  ELSE ingest_number(x) / 100 END AS DECIMAL(18, 4));
CREATE OR REPLACE TEMP MACRO ingest_moment(x) AS CASE WHEN regexp_full_match(x, '[0-9]{9,10}') THEN strftime(make_timestamp(CAST(x AS BIGINT) * 1000000), '%Y-%m-%d %H:%M:%S') ELSE x END;
CREATE OR REPLACE TEMP MACRO ingest_day(x) AS CAST(try_cast(ingest_moment(x) AS TIMESTAMP) AS DATE);
-- ingest_salesforce(x): an id of Salesforce in its 18 characters, the last three of which say which of the first fifteen are capitals; other text as it is.
CREATE OR REPLACE TEMP MACRO ingest_capitals(x) AS list_sum(list_transform([1, 2, 3, 4, 5], lambda i: CASE WHEN x[i] BETWEEN 'A' AND 'Z' THEN CAST(pow(2, i - 1) AS INTEGER) ELSE 0 END));
CREATE OR REPLACE TEMP MACRO ingest_salesforce(x) AS CASE WHEN regexp_full_match(x, '[a-zA-Z0-9]{15}') THEN x || concat(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[CAST(ingest_capitals(x[1:5]) AS INTEGER) + 1], 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[CAST(ingest_capitals(x[6:10]) AS INTEGER) + 1],
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[CAST(ingest_capitals(x[11:15]) AS INTEGER) + 1]) ELSE x END;
