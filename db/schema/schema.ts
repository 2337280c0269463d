// All tables, as drizzle's client and drizzle-kit want them.
export { files } from './files.ts'
export { hostHealth } from './host-health.ts'
export { hostLinks } from './host-links.ts'
export { hostMemory } from './host-memory.ts'
export { mirrors } from './mirrors.ts'
export { rateLimits } from './rate-limits.ts'
export { transfers } from './transfers.ts'
export { users } from './users.ts'
