-- One row: a key of which it must be asked what became of it, where only some people are reckoned anew.
-- Rule: the keys these have or had, and every key that is nobody's now: whom it leads to may be one of them.
-- Policy: none.
SELECT p.person_id
FROM people AS p
UNION
SELECT k.person_id
FROM keys_before AS k
WHERE k.state <> 'living'
