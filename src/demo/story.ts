import type { World } from './world.ts';
export async function playStory(world: World, say: (text: string) => void): Promise<boolean> {
  say(String(world.colleagues.length));
  return true;
}
