"""Processes listed as they stand: contests, rotations, mentorships, pairings, studios, the three ones of trainings."""
