// Loaded into a process: its wall clock jumps by hours, forth and back, at every look or two.
const { now } = Date;
const hours = [0, 7, -7, 24 * 400, -3];
let looks = 0;
Date.now = () => {
  looks += 1;
  return now() + (hours[Math.floor(looks / 3) % hours.length] ?? 0) * 3_600_000;
};
