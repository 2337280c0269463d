// The tables of the index. Keys are blobs of UTF-8, so that SQLite's order is S3's: that of the bytes.

// A `version` is one upload of an object or of a multipart upload; `pieces` says where its bytes are: slices of data files,
// which copies share. `at` is where a slice stands in the object.
export const schema = `
create table if not exists buckets (
  name text primary key,
  created integer not null,
  cors text,
  tags text
) strict, without rowid;

create table if not exists objects (
  bucket text not null references buckets (name),
  key blob not null,
  version text not null unique,
  size integer not null check (size >= 0),
  etag text not null,
  modified integer not null,
  headers text not null,
  metadata text not null,
  tags text not null,
  checksum text,
  parts integer,
  primary key (bucket, key)
) strict, without rowid;

create table if not exists uploads (
  bucket text not null references buckets (name),
  key blob not null,
  version text not null unique,
  initiated integer not null,
  headers text not null,
  metadata text not null,
  tags text not null,
  checksum text,
  primary key (bucket, key, version)
) strict, without rowid;

create table if not exists parts (
  version text not null,
  number integer not null check (number between 1 and 10000),
  size integer not null check (size >= 0),
  md5 text not null,
  modified integer not null,
  checksum text,
  primary key (version, number)
) strict, without rowid;

create table if not exists pieces (
  version text not null,
  part integer not null,
  position integer not null,
  at integer not null,
  file text not null,
  start integer not null check (start >= 0),
  size integer not null check (size > 0),
  primary key (version, part, position)
) strict, without rowid;

create index if not exists pieces_by_file on pieces (file)
`
