/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run types` is the one type check; the build that `npm start` makes need not repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg-boss', 'pino', 'postgres', 'undici', 'hash-wasm'],
}
