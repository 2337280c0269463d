// Sees to it that an upload can be gone on with when its page ends before it does.
import { type Claim, tellTabs } from './one-tab.ts'
import { forgetUnfinished } from './unfinished.ts'
import { isFinished, type Uploads } from './upload-view.ts'

/**
 * Tells the other tabs how far an upload is, and when nothing of it is left to do, forgets it and lets it go.
 * @param claim that this tab is the one that sends
 */
export function watchToTheEnd(id: string, uploads: Uploads, claim: Claim): void {
  const others = tellTabs()
  const look = () => {
    const view = uploads.view()
    others.tell({ id, sent: view.sent, bytes: view.bytes })
    if (!isFinished(view)) return
    stop()
    others.close()
    void forgetUnfinished(id).catch(ifNothingIsKept).finally(claim.release)
  }
  const stop = uploads.subscribe(look)
  look()
}

/** Private windows of some browsers keep nothing: an upload goes on there, and is not offered again after a reload. */
export function ifNothingIsKept(error: unknown): void {
  if (!(error instanceof DOMException)) throw error
}
