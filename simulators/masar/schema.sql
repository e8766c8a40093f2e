-- The simulator's own store. Every request that was ever booked stays here.
create table if not exists meta (name text primary key, value text not null);

create table if not exists requests (
    id integer primary key autoincrement,
    mission text not null,
    operation text not null check (operation in ('GROUP', 'PILGRIM', 'VISA', 'PERMIT')),
    key text not null,
    body_digest text not null,
    body text not null,
    season integer not null,
    passport text not null default '',
    application_number text not null default '',
    number text not null default '',
    state text not null,
    reasons text not null default '[]',
    valid_from text not null default '',
    valid_until text not null default '',
    received_at real not null,
    changed_at real not null,
    review_at real,
    decision_at real,
    decision text not null default '',
    decision_reasons text not null default '[]',
    unique (mission, key)
);
create index if not exists requests_due on requests (coalesce(review_at, decision_at))
    where decision_at is not null;
create index if not exists requests_passport on requests (mission, operation, passport);
create index if not exists requests_number on requests (operation, number);
create index if not exists requests_application on requests (operation, application_number);

create table if not exists changes (
    cursor integer primary key autoincrement,
    mission text not null,
    request integer not null references requests (id),
    state text not null,
    at real not null
);
create index if not exists changes_of_request on changes (request, cursor);
