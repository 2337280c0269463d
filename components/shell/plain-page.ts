// A page of one sentence that needs nothing beside itself: kept for when there is no network, or sent where no page can be made.

type Words = { title: string; text: string; action: string }
type Options = { words: Words; locale: string; direction: string; nonce: string; href: string; status?: number }

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? '')

/** In the colours of `globals.css`. */
const style = `:root{color-scheme:light dark;--beam:light-dark(oklch(.55 .19 262),oklch(.72 .15 262))}
body{margin:0;min-height:100dvh;display:grid;align-content:center;justify-content:center;padding:0 16px;box-sizing:border-box;
font:15px/1.5 ui-sans-serif,system-ui,sans-serif;background:light-dark(oklch(.985 .003 95),oklch(.17 .008 260));color:light-dark(oklch(.23 .015 260),oklch(.95 .005 95))}
main{max-width:608px}h1{font-size:22px;line-height:1.35;margin:0 0 16px}p{margin:0 0 24px;color:light-dark(oklch(.48 .015 260),oklch(.72 .01 260))}
a{display:inline-block;padding:7px 16px;border-radius:6px;font-weight:600;text-decoration:none;background:var(--beam);color:light-dark(#fff,oklch(.17 .008 260))}
a:focus-visible{outline:2px solid var(--beam);outline-offset:2px}`

/** @param href where the one way on leads; empty for the same address again @param nonce of the content security policy */
export function plainPage({ words, locale, direction, nonce, href, status = 200 }: Options): Response {
  const html = `<!doctype html>
<html lang="${locale}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(words.title)} · EasyMirror</title><style nonce="${escaped(nonce)}">${style}</style></head>
<body><main><h1>${escaped(words.title)}</h1><p>${escaped(words.text)}</p><a href="${href}">${escaped(words.action)}</a></main></body></html>
`
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }
  return new Response(html, { status, headers })
}
