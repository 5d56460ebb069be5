/** The Worker's script, in a browser and in Node. */
import { portEndpoint } from './endpoint.js';
import { inNode, nodeModule } from './platform.js';
import { startService } from './service.js';

// Not awaited: in a browser the first message would come before there is somebody to hear it.
if (inNode)
  nodeModule('worker_threads').then(({ parentPort }) => startService(portEndpoint(parentPort)));
else startService(portEndpoint(/** @type {any} */ (globalThis)));
