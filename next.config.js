/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run types` is the one type check; the build that `npm start` makes need not repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'hash-wasm',
    'pg-boss',
    'pino',
    'postgres',
    'prom-client',
    'rate-limiter-flexible',
    'undici',
  ],
}
