// The environment before the first test file of this process: loaded once, however many files follow.

export const firstEnvironment: Readonly<NodeJS.ProcessEnv> = { ...process.env }
