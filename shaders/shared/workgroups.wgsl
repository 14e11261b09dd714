// workgroups: the index of a workgroup in its step's row of WORKGROUP_COUNT. foldSteps lays the row out in up to three
// dimensions, and in several dispatches if those are too few. Workgroups at or past WORKGROUP_COUNT must return.
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
