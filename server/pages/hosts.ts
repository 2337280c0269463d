// The hosts as the start page offers them.
import { pageCaller } from './caller.ts'

export const listHosts = async () => (await pageCaller()).mirror.hosts()
