-- A name has letters: digits or signs alone are a sign of a shifted column.
-- Default: quarantine. Automatic for names.
CASE WHEN value IS NULL THEN given IS NULL ELSE regexp_matches(value, '[ก-ฮA-Za-zÀ-ÿ]') END
