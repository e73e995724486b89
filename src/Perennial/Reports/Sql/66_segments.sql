-- reports_segments: which segment each customer is in. Grain: one row a customer of the scores. Key: customer_id. sure: the interval of the value stays within the level.
CREATE OR REPLACE TEMP TABLE reports_segments (
  customer_id VARCHAR NOT NULL,
  value_level VARCHAR,
  direction VARCHAR,
  segment VARCHAR,
  sure BOOLEAN NOT NULL
);

-- reports_contrasts: what is other in a segment than in all other customers. Grain: segment x feature. Units: effects -1 to 1, medians in the unit of the signal, shares 0 to 1.
CREATE OR REPLACE TEMP TABLE reports_contrasts (
  segment VARCHAR NOT NULL,
  feature VARCHAR NOT NULL,
  family VARCHAR NOT NULL,
  measure VARCHAR NOT NULL,
  effect DOUBLE NOT NULL,
  p_value DOUBLE NOT NULL,
  false_discovery DOUBLE NOT NULL,
  inside DOUBLE NOT NULL,
  outside DOUBLE NOT NULL,
  customers_inside INTEGER NOT NULL,
  customers_outside INTEGER NOT NULL,
  by_definition BOOLEAN NOT NULL,
  sentence VARCHAR NOT NULL
);
