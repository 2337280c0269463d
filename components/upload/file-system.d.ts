// What Chromium has of the File System API, and TypeScript's own list does not.

interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

interface FileSystemHandle {
  requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>
}
