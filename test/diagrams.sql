-- The tables of some rooms and what refers to what, as a graph for dot. Run by
-- diagrams.sh with variable "rooms" and the temporary table part(name, room),
-- in a database with nothing but the extension. Shown are keys and references;
-- the dictionary has every column. Dashed: by number, without a foreign key,
-- as across partitions.
SET search_path = pg_catalog, pg_temp;

CREATE TEMP TABLE node AS
	SELECT c.oid, c.relname, p.room, count(*) AS columns,
		left(split_part(split_part(split_part(split_part(substring(obj_description(c.oid, 'pg_class') FROM '[\u4e00-\u9fff“].*'), '。', 1), '，', 1), '：', 1), '（', 1), 16) AS zh
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN (SELECT name, min(room) AS room FROM part GROUP BY name) p ON p.name = 'credit.' || c.relname
	WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
	GROUP BY c.oid, c.relname, p.room;

-- what every table could refer to is said in words beside the picture
CREATE TEMP TABLE edge AS
	SELECT DISTINCT n.relname AS child, f.relname AS parent, a.attname AS col, false AS soft
	FROM pg_constraint k JOIN node n ON n.oid = k.conrelid JOIN node f ON f.oid = k.confrelid
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
	WHERE k.contype = 'f' AND k.conparentid = 0 AND f.relname <> 'legal_basis'
	UNION ALL
	SELECT n.relname, s.parent, a.attname, true
	FROM node n JOIN pg_attribute a ON a.attrelid = n.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN (VALUES ('subject_id', 'subject'), ('bucket', 'subject'), ('dept_id', 'department'), ('record_id', 'record_store'), ('item', 'catalogue_item'), ('batch_id', 'batch'),
			('proceeding_id', 'proceeding'), ('entry_id', 'list_entry'), ('visit_id', 'inspection_visit'), ('plan_id', 'inspection_plan'), ('procedure', 'procedure'),
			('model', 'model'), ('measure', 'measure'), ('list', 'list_kind')) s (col, parent) ON s.col = a.attname AND s.parent <> n.relname
	WHERE NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
			WHERE k.contype = 'f' AND k.conrelid = n.oid AND a.attnum = ANY (k.conkey) AND f.relname = s.parent)
		AND (s.parent NOT IN ('list_kind', 'measure') OR n.room = 'list')
		AND (s.parent NOT IN ('subject', 'department') OR n.relname IN ('record_store', 'batch', 'rejection', 'proceeding', 'evaluation_pack', 'alert', 'list_entry', 'list_candidate', 'query_log', 'inspection_visit', 'report_issue'));

SELECT E'digraph credit {\n\trankdir=LR; nodesep=0.18; ranksep=0.9; pad=0.3; bgcolor=white;\n\tnode [shape=plain, fontname="Noto Sans CJK SC", fontsize=11];\n\tedge [color="#56707f", arrowsize=0.7, fontname="Noto Sans CJK SC"];'
UNION ALL
(SELECT format(E'\tsubgraph "cluster_%s" { label=<<b>%s</b>>; fontname="Noto Sans CJK SC"; fontsize=14; style="rounded,filled"; color="#c9d3da"; fillcolor="#f6f8f9"; margin=14;', room, room)
	|| string_agg(format(E'\n\t\t"%s" [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#8fa3b0"><tr><td bgcolor="#dbe7ee" align="left"><b>%s</b>  <font color="#40606f">%s</font></td></tr>%s</table>>];',
		relname, relname, replace(replace(replace(zh, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), lines), '' ORDER BY relname) || E'\n\t}'
 FROM (
	SELECT n.*, coalesce((SELECT string_agg(format('<tr><td align="left" bgcolor="white" port="%s">%s%s%s</td></tr>', a.attname,
			CASE WHEN k.attnum IS NOT NULL THEN '<u>' END, a.attname, CASE WHEN k.attnum IS NOT NULL THEN '</u>' END), '' ORDER BY a.attnum)
		FROM pg_attribute a LEFT JOIN (SELECT unnest(conkey) AS attnum FROM pg_constraint WHERE conrelid = n.oid AND contype = 'p') k ON k.attnum = a.attnum
		WHERE a.attrelid = n.oid AND a.attnum > 0 AND NOT a.attisdropped AND (k.attnum IS NOT NULL OR EXISTS (SELECT FROM edge e WHERE e.child = n.relname AND e.col = a.attname))), '')
		|| format('<tr><td align="left" bgcolor="white"><font color="#7c8b94">%s columns</font></td></tr>', n.columns) AS lines
	FROM node n WHERE n.room = ANY (string_to_array(:'rooms', ' '))) shown
 GROUP BY room ORDER BY room)
UNION ALL
(SELECT DISTINCT format(E'\t"%s" [label=<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#c2ccd2"><tr><td bgcolor="#eeeeee" align="left"><font color="#5c6b74">%s · %s</font></td></tr></table>>];', p.relname, p.room, p.relname)
 FROM edge e JOIN node c ON c.relname = e.child JOIN node p ON p.relname = e.parent
 WHERE c.room = ANY (string_to_array(:'rooms', ' ')) AND p.room <> ALL (string_to_array(:'rooms', ' ')) ORDER BY 1)
UNION ALL
(SELECT format(E'\t"%s":"%s" -> "%s"%s;', e.child, e.col, e.parent, CASE WHEN e.soft THEN ' [style=dashed]' ELSE '' END)
 FROM edge e JOIN node c ON c.relname = e.child WHERE c.room = ANY (string_to_array(:'rooms', ' ')) ORDER BY e.child, e.col, e.parent, e.soft)
UNION ALL SELECT '}';
