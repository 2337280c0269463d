// rclone and s3cmd against `npm run storage`, where they are installed: clients that nobody here wrote.
import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { keys } from './running-storage.ts'
import { type StorageProcess, startStorage } from './storage-process.ts'

const run = promisify(execFile)
const installed = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const reason = (program: string) => (installed(program) ? '' : ` (not run: ${program} is not installed)`)

const files: Record<string, Buffer> = {
  'empty.txt': Buffer.alloc(0),
  'small.txt': Buffer.from('hello'),
  'folder/ünï + & %41.txt': Buffer.from('awkward'),
  'folder/deep/large.bin': Buffer.alloc(17 * 1024 * 1024, createHash('sha256').update('large').digest()),
}

let storage: StorageProcess
let folder: string
let source: string

beforeAll(async () => {
  folder = await temporaryFolder()
  source = join(folder, 'source')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(source, name, '..'), { recursive: true })
    await writeFile(join(source, name), content)
  }
  storage = await startStorage(join(folder, 'data'))
})

// Nothing that the machine's user has configured for them.
const environment = () => ({ NODE_ENV: 'test' as const, PATH: process.env['PATH'] ?? '', HOME: folder })

async function expectAll(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  expect(entries.filter((entry) => entry.isFile())).toHaveLength(Object.keys(files).length)
  for (const [name, content] of Object.entries(files))
    expect((await readFile(join(directory, name))).equals(content)).toBe(true)
}

describe.runIf(installed('rclone'))(`rclone${reason('rclone')}`, () => {
  const rclone = (...args: string[]) =>
    run('rclone', ['--config', '/dev/null', '--retries', '1', '--low-level-retries', '1', ...args], {
      env: {
        ...environment(),
        RCLONE_CONFIG_EM_TYPE: 's3',
        RCLONE_CONFIG_EM_PROVIDER: 'Other',
        RCLONE_CONFIG_EM_ENDPOINT: storage.url,
        RCLONE_CONFIG_EM_REGION: 'us-east-1',
        RCLONE_CONFIG_EM_ACCESS_KEY_ID: keys.accessKeyId,
        RCLONE_CONFIG_EM_SECRET_ACCESS_KEY: keys.secretAccessKey,
        RCLONE_CONFIG_EM_CHUNK_SIZE: '5Mi',
        RCLONE_CONFIG_EM_UPLOAD_CUTOFF: '6Mi',
      },
    })

  test('copies a folder there, checks it, and copies it back', async () => {
    await rclone('mkdir', 'em:rclone')
    await rclone('copy', source, 'em:rclone/tree')
    await rclone('check', '--download', source, 'em:rclone/tree')
    await rclone('check', source, 'em:rclone/tree')
    await rclone('copy', 'em:rclone/tree', join(folder, 'rclone-back'))
    await expectAll(join(folder, 'rclone-back'))
  })

  test('moves, streams and reads in the middle', async () => {
    await rclone('moveto', 'em:rclone/tree/small.txt', 'em:rclone/moved/small.txt')
    expect((await rclone('cat', '--offset', '1', '--count', '3', 'em:rclone/moved/small.txt')).stdout).toBe('ell')
    const { stdout } = await rclone('lsf', '-R', '--files-only', 'em:rclone')
    expect(
      stdout
        .trim()
        .split('\n')
        .toSorted((one, other) => (one < other ? -1 : 1)),
    ).toEqual(['moved/small.txt', 'tree/empty.txt', 'tree/folder/deep/large.bin', 'tree/folder/ünï + & %41.txt'])
  })

  test('makes a link that anyone can follow', async () => {
    const { stdout } = await rclone('link', '--expire', '1h', 'em:rclone/moved/small.txt')
    const reply = await fetch(stdout.trim())
    expect([reply.status, await reply.text()]).toEqual([200, 'hello'])
  })

  test('empties and removes the bucket', async () => {
    await rclone('purge', 'em:rclone')
    await expect(rclone('lsf', 'em:rclone')).rejects.toThrow()
  })
})

describe.runIf(installed('s3cmd'))(`s3cmd${reason('s3cmd')}`, () => {
  const s3cmd = (...args: string[]) => {
    const host = new URL(storage.url).host
    const fixed = ['--config=/dev/null', '--no-ssl', `--host=${host}`, `--host-bucket=${host}`]
    const signed = [`--access_key=${keys.accessKeyId}`, `--secret_key=${keys.secretAccessKey}`, '--region=us-east-1']
    return run('s3cmd', [...fixed, ...signed, '--multipart-chunk-size-mb=5', ...args], {
      env: { ...environment(), LANG: 'C.UTF-8' },
    })
  }

  test('syncs a folder there and back', async () => {
    await s3cmd('mb', 's3://s3cmd')
    await s3cmd('sync', `${source}/`, 's3://s3cmd/tree/')
    const { stdout } = await s3cmd('sync', '--dry-run', `${source}/`, 's3://s3cmd/tree/')
    expect(stdout).not.toContain('upload:')
    await mkdir(join(folder, 's3cmd-back'))
    await s3cmd('sync', 's3://s3cmd/tree/', `${join(folder, 's3cmd-back')}/`)
    await expectAll(join(folder, 's3cmd-back'))
  })

  test('copies, renames, describes and changes what is said of an object', async () => {
    await s3cmd('cp', 's3://s3cmd/tree/small.txt', 's3://s3cmd/copy.txt')
    await s3cmd('mv', 's3://s3cmd/copy.txt', 's3://s3cmd/moved.txt')
    await s3cmd('modify', '--add-header=Cache-Control: no-cache', 's3://s3cmd/moved.txt')
    const { stdout } = await s3cmd('info', 's3://s3cmd/moved.txt')
    expect(stdout).toMatch(/File size: 5\b/)
    expect(stdout).toContain('5d41402abc4b2a76b9719d911017c592')
    expect((await s3cmd('info', 's3://s3cmd')).stdout).toContain('Location:')
  })

  test('shows and ends uploads, and removes everything', async () => {
    expect((await s3cmd('multipart', 's3://s3cmd')).stdout).toContain('s3://s3cmd')
    await s3cmd('rb', '--recursive', '--force', 's3://s3cmd')
    await expect(s3cmd('ls', 's3://s3cmd')).rejects.toThrow('NoSuchBucket')
  })
})
