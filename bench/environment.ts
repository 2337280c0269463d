// What the server's modules want to find in the environment, for benchmarks that use a few of them.

export const benchEnvironment = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  AUTH_SECRET: 'a secret of the benchmark',
  CRON_SECRET: 'another secret of the benchmark',
}
