// When there is something to look at: what fades in or changes its colour has done so.
import type { Page } from 'playwright-core'

/** Waits until nothing on the page changes its colours. What moves for as long as work goes on may move. */
export const still = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const changesColour = (one: Animation) =>
      one instanceof CSSTransition
        ? /color|fill|stroke|opacity|shadow|all/.test(one.transitionProperty)
        : one.effect?.getTiming().iterations !== Infinity
    do {
      // What has just been asked for begins with the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    } while (document.getAnimations().some(changesColour))
  })
