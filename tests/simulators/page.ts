// The public pages of a simulated host: plain HTML that lists files.
export type Listed = { name: string; size: number; href: string }

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** HTML-escapes a text, quotes included. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** A page with a title and its files as links. */
export const page = (host: string, title: string, files: readonly Listed[]): string => `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}td{padding-right:2rem}</style></head>
<body><p>${escapeHtml(host)}, simulated</p><h1>${escapeHtml(title)}</h1>
<table>${files.map(row).join('')}</table></body>
</html>`

const row = ({ name, size, href }: Listed): string =>
  `<tr><td><a href="${escapeHtml(href)}">${escapeHtml(name)}</a></td><td>${size} bytes</td></tr>`
