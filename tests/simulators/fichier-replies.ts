// 1fichier's answers: `{ status, message }` with 403 from the API, and French pages from the nodes that take files.
import { escapeHtml } from './page.ts'
import { html, json, type Reply } from './reply.ts'

export const done = (value: Record<string, unknown> = {}): Reply => json(200, { status: 'OK', ...value })

/** A refusal with its sentence and number, such as `Flood detected: IP Locked #374`. Nearly all come as 403. */
export const refused = (message: string, status = 403): Reply => json(status, { status: 'KO', message })

export const notJson = (): Reply => refused('Content-Type not JSON #24')
export const noSuchUser = (): Reply => refused('No such user #93')
export const flood = (): Reply => refused('Flood detected: IP Locked #374')
/** The number of this one is not known; only its being a refusal is. */
export const notFound = (): Reply => refused('Resource not found #469')

/** A node's page about a failure, with status 200: the sentence is in the first `bloc2` that is not empty. */
export const nodePage = (sentence: string): Reply =>
  html(
    200,
    `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>1fichier.com</title></head><body><div class="bloc2"> </div><div class="bloc2" style="text-align:center">${escapeHtml(sentence)}</div><div class="bloc2">Retour</div></body></html>`,
  )

export const noFileFound = (): Reply => nodePage("Pas de fichier trouvé dans l'envoi")
/** The node can't write; another one may. */
export const nodeFault = (): Reply => nodePage('Ne peut ouvrir le fichier destination')

export function fichierStatus(status: number): Reply {
  if (status === 401 || status === 403) return { ...noSuchUser(), status }
  if (status < 500 && status !== 413 && status !== 429) return refused('Bad request #1', status)
  return html(
    status,
    `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`,
  )
}
