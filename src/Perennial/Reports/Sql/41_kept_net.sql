-- Gross and net values over the run's own horizon as the workspace keeps them. Grain: customer_key. Units as in reports_net.
SELECT identity_customers.customer_key, net.clv_gross, net.cost_to_serve, net.clv_net
FROM (FROM reports_scores POSITIONAL JOIN reports_net) AS net JOIN identity_customers USING (customer_id);
