// Apache's mod_dav and nginx's DAV modules, each on a folder of its own, behind a password, with a limit on bodies.
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#tests/support/free-port.ts'
import { startProcess } from './process.ts'

export type DavServer = {
  name: string
  url: string
  /** Where its files lie. */
  root: string
  /** Whether it answers PROPFIND. */
  knowsProperties: boolean
}

export const user = 'simulated'
export const password = 'a password of the tests'
/** Larger bodies are refused, in bytes. */
export const limit = 3 * 1024 ** 2

/** A folder that the server's own user can write to. */
async function folders() {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  const root = join(folder, 'root')
  const work = join(folder, 'work')
  for (const each of [root, join(root, 'files'), work]) await mkdir(each)
  for (const each of [folder, root, join(root, 'files'), work]) await chmod(each, 0o777)
  const digest = createHash('sha1').update(password).digest('base64')
  await writeFile(join(folder, 'users'), `${user}:{SHA}${digest}\n`)
  return { folder, root, work }
}

export async function startApache(): Promise<DavServer> {
  const { folder, root, work } = await folders()
  const port = await freePort()
  const modules = ['mpm_event', 'dav', 'dav_fs', 'auth_basic', 'authn_core', 'authn_file', 'authz_core', 'authz_user']
  const configuration = `
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerName 127.0.0.1
ServerRoot ${folder}
Listen 127.0.0.1:${port}
PidFile ${work}/pid
ErrorLog ${work}/errors
DefaultRuntimeDir ${work}
User www-data
Group www-data
DocumentRoot ${root}
DavLockDB ${work}/locks
LimitRequestBody ${limit}
<Directory ${root}>
  Dav On
  AuthType Basic
  AuthName tests
  AuthUserFile ${folder}/users
  Require valid-user
</Directory>
`
  await writeFile(join(folder, 'apache.conf'), configuration)
  await startProcess('/usr/sbin/apache2', ['-D', 'FOREGROUND', '-f', join(folder, 'apache.conf')], port)
  return {
    name: 'Apache mod_dav',
    url: `http://127.0.0.1:${port}/files`,
    root: join(root, 'files'),
    knowsProperties: true,
  }
}

/** @param knowsProperties with the module for PROPFIND, or as nginx comes */
export async function startNginx(knowsProperties: boolean): Promise<DavServer> {
  const { folder, root, work } = await folders()
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const configuration = `
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
daemon off;
user www-data;
pid ${work}/pid;
error_log ${work}/errors;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${work}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    root ${root};
    client_max_body_size ${limit};
    auth_basic tests;
    auth_basic_user_file ${folder}/users;
    location / {
      dav_methods PUT DELETE MKCOL COPY MOVE;
      ${knowsProperties ? 'dav_ext_methods PROPFIND OPTIONS;' : ''}
    }
  }
}
`
  await writeFile(join(folder, 'nginx.conf'), configuration)
  await startProcess('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], port)
  const name = knowsProperties ? 'nginx DAV with dav-ext' : 'nginx DAV'
  return { name, url: `http://127.0.0.1:${port}/files`, root: join(root, 'files'), knowsProperties }
}
