SELECT max(evaluated_for)::text AS day FROM credit_bi.subject_overview
