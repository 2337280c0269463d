import createNextIntlPlugin from 'next-intl/plugin'

const withMessages = createNextIntlPlugin({
  requestConfig: './components/messages/request.ts',
  // Words are parsed when they are built, so that no browser is sent a parser.
  experimental: { messages: { path: './components/messages', format: 'json', locales: 'infer', precompile: true } },
})

/** @type {import('next').NextConfig} */
const config = {
  // Beside the build that `npm start` serves, the files that a server needs of Next: `npm run build:standalone` takes them.
  output: 'standalone',
  // No page shows images of anyone's, so there is nothing to be made smaller, and no cache of it on disk.
  images: { unoptimized: true, maximumDiskCacheSize: 0 },
  experimental: {
    // Nothing is written beside the build, which may lie where nothing can be.
    isrFlushToDisk: false,
    // A page is loaded when it is first asked for: a start takes a fifth less.
    preloadEntriesOnStart: false,
  },
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

export default withMessages(config)
