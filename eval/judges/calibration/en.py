"""Questions in English about a company that does not exist."""

from eval.judges.calibration.story import Story

STORIES = (
    Story(
        question="What does a new badge cost?",
        reference="A replacement badge costs USD 15.",
        golden=(
            "Access: badges",
            "A lost badge is reported to Reception on the same day. A replacement costs USD 15 and is charged with the "
            "next payroll.",
        ),
        other=("Access: leavers", "Badges of leavers are returned to Human Resources on the last working day."),
        answers=(
            ("right", "A replacement badge costs USD 15."),
            ("reworded", "You pay fifteen dollars for a new badge."),
            ("wrong_value", "A replacement badge costs USD 25."),
            ("beside", "A lost badge is reported to Reception on the same day."),
            ("evasive", "You had better ask Reception about that."),
        ),
    ),
    Story(
        question="How soon must a travel claim be filed?",
        reference="A travel claim is filed within 21 days after the return.",
        golden=(
            "Travel: claims",
            "Travel claims are filed within 21 days after the return, with receipts for amounts above USD 40.",
        ),
        other=("Travel: flights", "Flights are booked by the travel desk, in economy class."),
        answers=(
            ("right", "A travel claim is filed within 21 days after the return."),
            ("reworded", "You have three weeks from the day you come back to hand in your travel claim."),
            ("addition", "A travel claim is filed within 21 days after the return and needs two signatures."),
            ("evasive", "Please file it as soon as you can."),
            ("needless_refusal", ""),
        ),
    ),
    Story(
        question="Who is told about a chemical spill?",
        reference="A spill is reported to the shift leader at once and to the Safety Office within one hour.",
        golden=(
            "Safety: spills",
            "A chemical spill is reported to the shift leader at once, and to the Safety Office within one hour.",
        ),
        other=("Safety: spill kits", "Spill kits are checked on the first Monday of each month."),
        answers=(
            (
                "right",
                "A spill is reported to the shift leader at once and to the Safety Office within one hour.",
            ),
            ("reworded", "Tell your shift leader straight away; the Safety Office has to know within 60 minutes."),
            (
                "wrong_value",
                "A spill is reported to the plant manager at once and to the Safety Office within one day.",
            ),
            ("evasive", "It depends on the situation; please ask the people in charge."),
        ),
    ),
    Story(
        question="How long is the warranty on pumps?",
        reference="Pumps carry a warranty of 24 months from delivery.",
        golden=(
            "Warranty: pumps",
            "Pumps carry a warranty of 24 months from delivery. Seals and filters are excluded.",
        ),
        other=("Warranty: claims", "Warranty claims are sent with photographs to the service desk."),
        answers=(
            ("right", "Pumps carry a warranty of 24 months from delivery."),
            ("reworded", "A pump is covered for two years, counted from the day it was delivered."),
            ("wrong_value", "Pumps carry a warranty of 24 months from the date of production."),
            ("addition", "Pumps carry a warranty of 24 months from delivery, which can be extended for a fee."),
            ("evasive", "That varies; the contract will say."),
        ),
    ),
    Story(
        question="When do backups run?",
        reference="Backups run every night at 02:00.",
        golden=("Backups: schedule", "Backups run every night at 02:00 and are kept for 35 days in a second building."),
        other=(
            "Backups: restores",
            "Restores are requested through the service portal and done within one working day.",
        ),
        answers=(
            ("right", "Backups run every night at 02:00."),
            ("reworded", "They start at two o'clock every night."),
            ("wrong_value", "Backups run every night at 04:00."),
            ("evasive", "I am not sure, the IT department takes care of that."),
            ("needless_refusal", ""),
        ),
    ),
    Story(
        question="Does overtime have to be approved?",
        reference="Yes, the team lead approves overtime in advance.",
        golden=(
            "Working time: overtime",
            "Overtime is approved by the team lead in advance. Overtime without approval is not paid.",
        ),
        other=("Working time: sheets", "Time sheets close on the last Friday of the month."),
        answers=(
            ("right", "Yes, overtime is approved by the team lead in advance."),
            ("reworded", "Yes, your team lead has to agree to overtime beforehand."),
            ("wrong_value", "No, overtime does not have to be approved."),
            ("beside", "Time sheets close on the last Friday of the month."),
        ),
    ),
    Story(
        question="How are samples shipped?",
        reference="Samples are shipped in insulated boxes below 8 °C, with a data logger in each box.",
        golden=(
            "Samples: shipping",
            "Samples are shipped in insulated boxes below 8 °C, with a data logger in each box.",
        ),
        other=("Samples: labels", "Sample labels carry the batch number and the initials of the sampler."),
        answers=(
            ("right", "Samples are shipped in insulated boxes below 8 °C, with a data logger in each box."),
            (
                "reworded",
                "They go out in insulated boxes that stay under eight degrees Celsius, each with a data logger.",
            ),
            (
                "addition",
                "Samples are shipped in insulated boxes below 8 °C, with a data logger in each box, and arrive "
                "within 48 hours.",
            ),
            ("evasive", "Samples are shipped in a suitable way."),
        ),
    ),
    Story(
        question="Who may book the board room?",
        reference="Only assistants of the executive team may book the board room.",
        golden=(
            "Rooms: booking",
            "The board room is booked by assistants of the executive team only; other rooms are booked by anybody.",
        ),
        other=("Rooms: release", "Rooms are released when nobody has come 15 minutes after the start."),
        answers=(
            ("right", "Only assistants of the executive team may book the board room."),
            ("reworded", "Booking the board room is left to the executive team's assistants alone."),
            ("addition", "Only assistants of the executive team may book the board room, at least five days ahead."),
            ("evasive", "That is hard to say; please check with the office."),
            ("needless_refusal", ""),
        ),
    ),
    Story(
        question="How many parking spaces are there for visitors?",
        reference="",
        golden=("Parking: visitors", "Visitors park in front of building B and sign in at the gate."),
        other=("Parking: bicycles", "Bicycles are parked in the covered area behind building A."),
        answers=(("right_refusal", ""), ("invented", "There are 12 parking spaces for visitors.")),
        answerable=False,
    ),
    Story(
        question="What is the deposit for a rental machine?",
        reference="",
        golden=("Rental: return", "Rental machines are returned clean and with a full tank."),
        other=("Rental: invoices", "Rental is invoiced by the week, in advance."),
        answers=(("right_refusal", ""), ("invented", "The deposit for a rental machine is USD 500.")),
        answerable=False,
    ),
)
