declare module 'less/lib/less/index.js'
declare module 'less/lib/less/environment/abstract-file-manager.js'
