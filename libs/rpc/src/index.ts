export { controlService } from './control/service.js';
