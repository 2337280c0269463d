# EasyMirror as an image: one process, one port, one volume. docs/delivery.md says how it is built, run and kept.
#   docker build --build-arg COMMIT=$(git rev-parse HEAD) --tag easymirror .

# The packages, once for each state of the lock file.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Its install script links the parts of the embedded PostgreSQL.
RUN npm ci --no-audit --no-fund

# The build, and the one folder of it that runs alone.
FROM packages AS build
COPY . .
ARG VERSION=
ARG COMMIT=
ARG TAG=
ARG BUILD_TIME=
ENV EASYMIRROR_BUILD_VERSION=$VERSION \
    EASYMIRROR_BUILD_COMMIT=$COMMIT \
    EASYMIRROR_BUILD_TAG=$TAG \
    EASYMIRROR_BUILD_TIME=$BUILD_TIME
RUN npm run build:standalone

FROM node:24-slim AS image
# A user of its own that owns the data and nothing else.
RUN groupadd --gid 10001 easymirror \
 && useradd --uid 10001 --gid easymirror --no-create-home --home-dir /data --shell /usr/sbin/nologin easymirror \
 && install --directory --owner=easymirror --group=easymirror --mode=0700 /data
WORKDIR /app
COPY --from=build /app/.next/product ./
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    EASYMIRROR_DATA_DIR=/data
USER easymirror
EXPOSE 3000
VOLUME /data
# It drains on SIGTERM for DRAIN_SECONDS (10) and is gone within 20 s: docker stop -t 30.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=1s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/api/health-check').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
