-- What is written is 13 digits. A person without a number passes: nobody is lost for having none.
-- Default: quarantine. Automatic for the meaning `citizen_id`.
CASE WHEN value IS NULL THEN given IS NULL ELSE regexp_matches(value, '^[0-9]{13}$') END
