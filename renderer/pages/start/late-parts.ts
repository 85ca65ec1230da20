import { late, latePart } from '../../ui/late.ts';

/** The form of a deployment, which whoever speaks to the simulator does not see. */
export const deploymentForm = late(async () => (await import('./deployment-form.tsx')).DeploymentForm);
export const DeploymentForm = latePart(deploymentForm);

const acceptWay = late(async () => (await import('./accept-way.tsx')).AcceptWay);
export const AcceptWay = latePart(acceptWay);

const openCheck = late(async () => (await import('./open-check.tsx')).OpenCheck);
export const OpenCheck = latePart(openCheck);

const axis = late(async () => (await import('../live/axis/time-axis.tsx')).Axis);
/** The axis of the session to come, still empty. */
export const Axis = latePart(axis);

/** What of the start page is read behind what it needs to be used. */
export const lateParts = [axis, deploymentForm, acceptWay, openCheck] as const;
