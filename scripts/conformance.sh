#!/bin/sh
# Tries our requests on servers that Debian ships: Apache and nginx for WebDAV, PHP and Perl's CGI.pm for forms. Prints a table.
# With --install their packages are installed first; nothing else here needs them, and npm test does not.
set -eu
cd "$(dirname "$0")/.."
if [ "${1:-}" = "--install" ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends apache2-bin nginx-extras libnginx-mod-http-dav-ext php-cli libcgi-pm-perl
fi
PATH="$PWD/node_modules/.bin:$PATH"
exec node --disable-warning=ExperimentalWarning tests/conformance/main.ts
