"""From dermoscopic images with lesion masks to the bundle that the studio loads."""
