"""The draw once more, written in SQL alone: a peer for the engine, by other hands and means."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from mission.selection.rules.entries import Entries
from mission.selection.rules.ruleset import Rules

TABLE = """
DROP TABLE IF EXISTS pg_temp.draw_file;
CREATE TEMP TABLE draw_file (
    reference text COLLATE "C" PRIMARY KEY, size int, tier int, tickets int, queue int,
    age_days int, shares text[], number text COLLATE "C", place int, share text
) ON COMMIT DROP
"""
NUMBERS = """
UPDATE draw_file SET number = (
    SELECT min(encode(sha256(convert_to(%s || ',' || reference || ',' || i, 'UTF8')), 'hex')
        COLLATE "C")
    FROM generate_series(1, tickets) i
)
"""
FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.order_of(keys jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(ltrim(key, '-')) ||
        CASE WHEN key LIKE '-%' THEN ' DESC' ELSE '' END, ', ' ORDER BY place)
        || ', reference'
    FROM jsonb_array_elements_text(keys) WITH ORDINALITY AS told(key, place)
$$;

CREATE OR REPLACE FUNCTION pg_temp.give(name text, keys jsonb, seats bigint, too_large text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    file record;
    next_place int := 1 + coalesce((SELECT max(place) FROM draw_file), 0);
BEGIN
    FOR file IN EXECUTE 'SELECT reference, size FROM draw_file WHERE place IS NULL'
        || ' AND ($1 = '''' OR $1 = ANY (shares)) ORDER BY ' || pg_temp.order_of(keys)
        USING name
    LOOP
        IF file.size > seats AND too_large = 'skip' THEN CONTINUE; END IF;
        IF file.size > seats AND too_large = 'stop' THEN RETURN true; END IF;
        UPDATE draw_file SET place = next_place, share = name WHERE reference = file.reference;
        next_place := next_place + 1;
        IF file.size > seats THEN RETURN false; END IF;
        seats := seats - file.size;
    END LOOP;
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.give_shares(rules jsonb, moment text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    pool jsonb;
BEGIN
    FOR pool IN SELECT * FROM jsonb_array_elements(rules -> 'shares') LOOP
        IF pool ->> 'when' = moment THEN
            PERFORM pg_temp.give(
                pool ->> 'name', pool -> 'order', (pool ->> 'seats')::bigint, 'skip');
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.hold(rules jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    seats bigint;
    is_stopped boolean;
BEGIN
    PERFORM pg_temp.give_shares(rules, 'before');
    seats := (rules ->> 'quota')::bigint
        - coalesce((SELECT sum(size) FROM draw_file WHERE place IS NOT NULL), 0)
        - coalesce((SELECT sum((told ->> 'seats')::bigint)
            FROM jsonb_array_elements(rules -> 'shares') told
            WHERE told ->> 'when' = 'after'), 0);
    is_stopped := pg_temp.give(
        '', rules #> '{general,order}', seats, rules ->> 'last_seat');
    PERFORM pg_temp.give_shares(rules, 'after');
    IF NOT is_stopped THEN
        seats := (rules ->> 'quota')::bigint
            - coalesce((SELECT sum(size) FROM draw_file WHERE place IS NOT NULL), 0);
        PERFORM pg_temp.give('', rules #> '{general,order}', seats, 'skip');
    END IF;
END $$;
"""
SELECTED = "SELECT reference, share FROM draw_file WHERE place IS NOT NULL ORDER BY place"
WAITING = "SELECT reference FROM draw_file WHERE place IS NULL ORDER BY "


def result_csv(connection, entries: Entries, rules: Rules, *, seed: str) -> bytes:
    """Answer the bytes of result.csv, within a transaction of a psycopg connection."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY draw_file FROM STDIN") as copy:
            for line in entries.as_csv().decode().splitlines()[1:]:
                *cells, shares = line.split(",")
                names = [name for name in shares.split("|") if name]
                copy.write_row([*cells, names, None, None, None])
        cursor.execute(NUMBERS, [seed])
        cursor.execute(FUNCTIONS)
        cursor.execute("SELECT pg_temp.hold(%s)", [Jsonb(rules.as_json())])
        selected = cursor.execute(SELECTED).fetchall()
        order = cursor.execute(
            "SELECT pg_temp.order_of(%s)", [Jsonb(list(rules.general))]
        ).fetchone()[0]
        waiting = cursor.execute(WAITING + order).fetchall()
    lines = ["reference,outcome,place,share"]
    lines += [f"{one},selected,{i},{share}" for i, (one, share) in enumerate(selected, 1)]
    lines += [f"{one},waiting,{i}," for i, (one,) in enumerate(waiting, 1)]
    return "".join(f"{line}\n" for line in lines).encode()
