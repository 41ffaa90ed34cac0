"""What a score is worth: error rates, calibrated weights of evidence, and how many strangers to expect.

samples -> pairs -> metrics, identification, groups          (evaluation: how well it works on known people)
                 -> tally -> calibrators -> calibrate        (calibration: what turns a score into a weight)
score + calibration -> weigh -> Weight, expected strangers   (in a search)

Pure: tables of templates in, figures out. It knows no pictures, no gallery and no command line.
"""
