-- What moved values since the run before, as the workspace keeps it. Grain: customer_key x step. Units as in reports_bridge.
FROM reports_bridge;
