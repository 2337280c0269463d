// Our multipart forms, read by PHP and by Perl's CGI.pm: names and bytes come out as they went in.
import { spawn } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createHostHttp } from '#server/hosts/http.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { testSource } from '#tests/hosts/suite/test-source.ts'
import { freePort } from '#tests/support/free-port.ts'
import type { Case } from './cases.ts'
import { startProcess } from './process.ts'

const http = createHostHttp({ idleMs: 10_000, replyMs: 10_000 })

/** Both programs answer with the same, in hexadecimal where it is bytes. */
const told = z.object({ name: z.string(), sha256: z.string(), field: z.string() })

const php = `<?php
$field = $_GET['field'];
$file = $_FILES[$field];
$one = fn($value) => is_array($value) ? $value[0] : $value;
header('Content-Type: application/json');
echo json_encode(['name' => bin2hex($one($file['name'])),
  'sha256' => hash_file('sha256', $one($file['tmp_name'])), 'field' => bin2hex($_POST['text'])]);
`

const perl = `use strict; use CGI; use Digest::SHA;
my $query = CGI->new; my $field = $query->url_param('field');
my $file = $query->upload($field); my $name = $query->param($field); my $text = $query->param('text');
my $sha = Digest::SHA->new(256); binmode $file; $sha->addfile($file);
print "Content-Type: application/json\\r\\n\\r\\n";
printf '{"name":"%s","sha256":"%s","field":"%s"}', unpack('H*', "$name"), $sha->hexdigest, unpack('H*', $text);
`

const folder = () => mkdtemp(join(tmpdir(), 'conformance-'))

export async function startPhp(): Promise<string> {
  const root = await folder()
  await writeFile(join(root, 'index.php'), php)
  const port = await freePort()
  const settings = ['-d', 'upload_max_filesize=64M', '-d', 'post_max_size=64M', '-d', 'display_errors=0']
  await startProcess('php', [...settings, '-S', `127.0.0.1:${port}`, '-t', root], port)
  return `http://127.0.0.1:${port}/index.php`
}

/** Runs the program for each request, as a web server does by CGI. */
export async function startPerl(): Promise<string> {
  const program = join(await folder(), 'upload.cgi')
  await writeFile(program, perl)
  const server = createServer((request, response) => {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      GATEWAY_INTERFACE: 'CGI/1.1',
      REQUEST_METHOD: 'POST',
      QUERY_STRING: new URL(request.url ?? '/', 'http://host').search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
    }
    const child = spawn('perl', [program], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    request.pipe(child.stdin)
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.once('close', () => {
      const [, body = ''] = Buffer.concat(parts).toString('utf8').split('\r\n\r\n')
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server listens on no port.')
  return `http://127.0.0.1:${address.port}/upload.cgi`
}

/** `"` travels as browsers send it. */
const names = ['plain.bin', 'say "hi" & bye.bin', 'ファイル naïve 🎉.bin', "a;b=c, 'd' + %41.bin"]

/** @param field as a host calls the file; `[]` at its end makes a list of it in PHP alone */
export const formCases = (url: string, host: string, field: string): Case[] => [
  {
    title: `the form of ${host} (\`${field}\`): names and bytes`,
    async run() {
      for (const name of names) {
        const source = testSource({ size: 1_000_003, name })
        const text = 'ä "quoted" text'
        const { contentType, ...body } = multipartBody([['text', text]], filePart(field, source))
        const read = url.endsWith('.php') ? field.replace(/\[\]$/, '') : field
        const answer = await http.sendFile({
          method: 'POST',
          url: `${url}?field=${encodeURIComponent(read)}`,
          headers: { 'content-type': contentType },
          body,
          signal: new AbortController().signal,
        })
        const known = told.parse(JSON.parse(answer.text))
        const was = Buffer.from(known.name, 'hex').toString('utf8')
        if (was !== name.replaceAll('"', '%22')) throw new Error(`the name came as ${was}`)
        if (known.sha256 !== (await source.digest('sha256'))) throw new Error('other bytes')
        if (Buffer.from(known.field, 'hex').toString('utf8') !== text) throw new Error('another text')
      }
    },
  },
]
