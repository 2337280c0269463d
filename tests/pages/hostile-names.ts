// Names that files and mirrors may have, and that mean something to one interpreter or another on their way to a page.

/** What a page may do when one of them is taken for more than a name. */
const act = 'window.struck=1'

/** Each is a valid name: up to 60 characters, no slash, no backslash, no control character. */
export const hostileNames: readonly string[] = [
  // Elements and attributes
  `<script>${act}<script>`,
  `<img src=x onerror=${act}>`,
  `<svg onload=${act}>`,
  `<iframe srcdoc="<script>${act}">`,
  `<body onload=${act}>`,
  `<details open ontoggle=${act}>`,
  `<style>*{display:none}`,
  `<base href=x:>`,
  `<meta http-equiv=refresh content=0>`,
  `<plaintext>`,
  `<!--`,
  `-->`,
  `]]>`,
  `<![CDATA[`,
  `" onmouseover="${act}`,
  `' onfocus='${act}' autofocus='`,
  `"><b>bold`,
  `'><u>under`,
  '`onerror=1`',
  '&lt;b&gt;&amp;&quot;&#39;',
  '&#x3c;script&#x3e;',
  // Addresses
  'javascript:window.struck=1',
  'data:text,html;base64,PHNjcmlwdD4=',
  '?a=b&c=d#e',
  '%3Cscript%3E%00%0d%0a',
  '%2e%2e%2f%2e%2e%2fetc',
  // Templates, queries, shells
  `{{constructor.constructor("${act}")()}}`,
  '${window.struck=1}',
  '<%= 7*7 %>',
  "'; drop table mirrors; --",
  "' or '1'='1",
  '$(touch struck)`id`',
  '; rm -rf ~ #',
  '| cat & sleep 9 &',
  '=cmd|" calc"!A1',
  '%s%n%x%d',
  // What programs have as names of their own
  '__proto__',
  'constructor',
  'undefined',
  'null',
  'CON',
  '...',
  // Directions, joined and unseen letters
  'invoice\u202egpj.exe',
  '\u2066left\u2067right\u2069.txt',
  'zero\u200bwidth\u200djoined\ufeff.txt',
  '👩‍👩‍👧‍👦🏳️‍🌈.png',
  'Z\u0351\u036b\u0343\u0369a\u035clgo.txt',
  'שלום עולם.pdf',
  'ﷺﷺﷺ.doc',
  '　　 a 　 ',
]
