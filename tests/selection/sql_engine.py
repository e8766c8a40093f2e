"""The draw once more, written in SQL alone: a peer for the engine, by other hands and means."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from mission.selection.rules.entries import Entries
from mission.selection.rules.ruleset import Rules

TABLE = """
DROP TABLE IF EXISTS pg_temp.draw_file;
CREATE TEMP TABLE draw_file (
    reference text COLLATE "C" PRIMARY KEY, size int, tier int, tickets int, queue int,
    age_days int, shares text[], stratum text, number text COLLATE "C", place int, share text
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

CREATE OR REPLACE FUNCTION pg_temp.last_by_size(part text, keys jsonb, sizes jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    listed jsonb;
    found text;
BEGIN
    FOR listed IN SELECT * FROM jsonb_array_elements(sizes) LOOP
        EXECUTE 'SELECT reference FROM draw_file WHERE place IS NULL'
            || ' AND ($1 IS NULL OR $1 = stratum) AND $2 @> to_jsonb(size) ORDER BY '
            || pg_temp.order_of(keys) || ' LIMIT 1' INTO found USING part, listed;
        IF found IS NOT NULL THEN RETURN found; END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.give(
    part text, name text, keys jsonb, seats bigint, too_large text, sizes jsonb DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    file record;
    last_one text;
    next_place int := 1 + coalesce((SELECT max(place) FROM draw_file), 0);
    first_place int := next_place;
BEGIN
    FOR file IN EXECUTE 'SELECT reference, size FROM draw_file WHERE place IS NULL'
        || ' AND ($1 = '''' OR $1 = ANY (shares)) AND ($2 IS NULL OR $2 = stratum) ORDER BY '
        || pg_temp.order_of(keys)
        USING name, part
    LOOP
        IF too_large = 'accept' AND seats <= 0 THEN RETURN false; END IF;
        IF too_large = 'accept' AND seats = 1 AND sizes IS NOT NULL
            AND next_place > first_place
        THEN
            last_one := pg_temp.last_by_size(part, keys, sizes);
            UPDATE draw_file SET place = next_place, share = name WHERE reference = last_one;
            RETURN false;
        END IF;
        IF file.size > seats AND too_large = 'skip' THEN CONTINUE; END IF;
        IF file.size > seats AND too_large = 'stop' THEN RETURN true; END IF;
        UPDATE draw_file SET place = next_place, share = name WHERE reference = file.reference;
        next_place := next_place + 1;
        IF file.size > seats THEN RETURN false; END IF;
        seats := seats - file.size;
    END LOOP;
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.give_shares(part text, shares jsonb, moment text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    pool jsonb;
BEGIN
    FOR pool IN SELECT * FROM jsonb_array_elements(shares) LOOP
        IF pool ->> 'when' = moment THEN
            PERFORM pg_temp.give(
                part, pool ->> 'name', pool -> 'order', (pool ->> 'seats')::bigint, 'skip');
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.seats_left(quota bigint, since bigint)
RETURNS bigint LANGUAGE sql AS $$
    SELECT quota - coalesce(sum(size), 0) FROM draw_file WHERE place > since
$$;

CREATE OR REPLACE FUNCTION pg_temp.fill(part text, whole jsonb, rules jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    since bigint := coalesce((SELECT max(place) FROM draw_file), 0);
    keys jsonb := rules #> '{general,order}';
    quota bigint := (whole ->> 'quota')::bigint;
    seats bigint;
    is_stopped boolean;
BEGIN
    PERFORM pg_temp.give_shares(part, whole -> 'shares', 'before');
    seats := pg_temp.seats_left(quota, since)
        - coalesce((SELECT sum((told ->> 'seats')::bigint)
            FROM jsonb_array_elements(whole -> 'shares') told
            WHERE told ->> 'when' = 'after'), 0);
    is_stopped := pg_temp.give(
        part, '', keys, seats, rules ->> 'last_seat', rules -> 'last_sizes');
    PERFORM pg_temp.give_shares(part, whole -> 'shares', 'after');
    IF NOT is_stopped THEN
        PERFORM pg_temp.give(part, '', keys, pg_temp.seats_left(quota, since), 'skip');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION pg_temp.hold(rules jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stratum jsonb;
BEGIN
    IF NOT rules ? 'strata' THEN
        PERFORM pg_temp.fill(NULL, rules, rules);
        RETURN;
    END IF;
    PERFORM pg_temp.give_shares(NULL, rules -> 'shares', 'before');
    FOR stratum IN SELECT * FROM jsonb_array_elements(rules #> '{strata,parts}') LOOP
        PERFORM pg_temp.fill(stratum ->> 'name', stratum, rules);
    END LOOP;
    PERFORM pg_temp.give_shares(NULL, rules -> 'shares', 'after');
    IF rules #>> '{strata,left}' = 'general' THEN
        PERFORM pg_temp.give(NULL, '', rules #> '{general,order}',
            pg_temp.seats_left((rules ->> 'quota')::bigint, 0), 'skip');
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
                *cells, shares, stratum = f"{line},".split(",")[:8]
                names = [name for name in shares.split("|") if name]
                copy.write_row([*cells, names, stratum, None, None, None])
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
