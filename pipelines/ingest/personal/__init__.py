"""Personal data of people in Taiwan: found in a reading and replaced before anything is written."""
