-- The amount is not below zero.
-- Default: warn. Automatic for amounts and incomes.
value IS NULL OR value >= 0
