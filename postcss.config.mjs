/** Tailwind 4 has its whole configuration in app/globals.css. */
export default { plugins: { '@tailwindcss/postcss': {} } }
